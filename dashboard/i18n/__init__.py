"""Every sentence of the app in English and 简体中文."""
