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


class HeadMiddleware:
    """HEAD is GET without the body, at every address: a page that is there for one is there for the other (T-AC-06)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if response.streaming:
            response.streaming_content = []
        else:
            length = response.headers.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        return response
