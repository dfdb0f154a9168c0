"""What is done here after the award, at the word of the declaration service: permits end, households are registered
in Beijing, registrations are cancelled (DOMAIN 3.9, 3.10).
"""

from luohu_public_security.settlement.routes import permit_router, registration_router

__all__ = ["permit_router", "registration_router"]
