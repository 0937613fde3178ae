"""The staff desk: Ask and Library. Nothing here is ever loaded by the customers' chat."""
