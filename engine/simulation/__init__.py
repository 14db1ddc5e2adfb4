"""What happens to customers, churn and lifetime value if we spend and staff differently?"""
