"""What goes over the wire around the pages: the security headers of both programs."""
