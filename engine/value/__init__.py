"""What is a customer worth, and how is the value spread over the customers?"""
