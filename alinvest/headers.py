"""Response headers Django has no setting for."""


class HeadersMiddleware:
    """Keeps answers out of other sites and of caches.

    A page made for somebody with a session is never stored: after logging out, the back button
    shows nothing. Public pages, asked for without a cookie, keep what their view says.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if (request.COOKIES or response.cookies) and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
