"""What OPTIONS answers. The framework's own answer knows only the verb that was registered first at an address."""

from typing import Any

from litestar import Request, Response


async def allowed(request: Request[Any, Any, Any]) -> Response[None] | None:
    """Before every handler: an answer to OPTIONS with all verbs of the address, and none to anything else."""
    if request.method != "OPTIONS":
        return None
    template = request.scope["path_template"]
    verbs = {verb for route in request.app.routes if route.path_format == template for verb in getattr(route, "methods", ())}
    return Response(None, status_code=204, headers={"Allow": ", ".join(sorted(verbs))})
