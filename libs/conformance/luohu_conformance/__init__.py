"""The conformance kit: runs the loop's contract against somebody else's service, and says what holds and what does not.

`agency.check_agency` plays the declaration service to an agency; `declaration.check_declaration` plays an agency and an
applicant to a declaration service. Both speak real HTTP, listen on one address of their own, and know the service under
test by nothing but what it answers and sends.
"""
