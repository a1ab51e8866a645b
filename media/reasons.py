"""What can go wrong with a stream, as codes. Never the error's own text: it holds the URL with its password."""

import av


class StreamEnded(Exception):
    """The other end hung up."""


class NoPicture(Exception):
    """Data comes, but nothing that can be decoded."""


class NoVideo(Exception):
    """There is no video in this stream."""


class NoDecoder(Exception):
    """Nobody here can decode what this stream says it carries."""


class BadAddress(Exception):
    """No camera can have this URL."""


# In this order: the first that fits names the reason. FFmpeg answers a silent server with InvalidDataError while opening.
REASONS: list[tuple[type[BaseException], str]] = [
    (BadAddress, "bad_address"),
    (av.error.ProtocolNotFoundError, "bad_address"),
    (av.error.HTTPUnauthorizedError, "unauthorized"),
    (av.error.HTTPForbiddenError, "forbidden"),
    (av.error.HTTPNotFoundError, "not_found"),
    (av.error.HTTPClientError, "bad_request"),
    (av.error.HTTPServerError, "server_error"),
    (StreamEnded, "ended"),
    (NoPicture, "no_picture"),
    (NoVideo, "no_video"),
    (NoDecoder, "no_codec"),
    (av.error.DecoderNotFoundError, "no_codec"),
    (av.error.ExitError, "timeout"),
    (TimeoutError, "timeout"),
    (av.error.InvalidDataError, "no_answer"),
    (OSError, "unreachable"),
]
DEFECT = "broken"  # none of them

# Asking again soon would not help.
REFUSALS = frozenset({"unauthorized", "forbidden", "not_found", "bad_request", "bad_address", "no_codec", "no_video"})


def reason_for(error: BaseException) -> str:
    """A code for what is shown and for the log."""
    return next((code for kind, code in REASONS if isinstance(error, kind)), DEFECT)
