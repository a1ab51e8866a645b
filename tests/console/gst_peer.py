"""GStreamer's RTSP server as an independent peer: `/usr/bin/python3 gst_peer.py CLIP.mp4 CODEC NAME:PASSWORD|- basic|digest`.

Runs on Debian's own Python, which knows GStreamer. Says "ready PORT", serves `/camera` over TCP and UDP until it is ended.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def authorised(login, scheme):
    auth, name, password = GstRtspServer.RTSPAuth(), *login.split(":", 1)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "watcher")
    if scheme == "basic":
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(name, password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(name, password, token)
    return auth


def main(clip, codec, login, scheme):
    Gst.init(None)
    factory = GstRtspServer.RTSPMediaFactory()
    parse = {"h264": "h264parse ! rtph264pay", "hevc": "h265parse ! rtph265pay"}[codec]
    factory.set_launch(f"( filesrc location={clip} ! qtdemux ! {parse} name=pay0 pt=96 config-interval=1 )")
    factory.set_shared(False)
    server = GstRtspServer.RTSPServer(service="0", address="127.0.0.1")
    if login != "-":
        server.set_auth(authorised(login, scheme))
        structure = Gst.Structure.new_empty("watcher")
        structure.set_value("media.factory.access", True)
        structure.set_value("media.factory.construct", True)
        factory.add_role_from_structure(structure)
    server.get_mount_points().add_factory("/camera", factory)
    server.attach(None)
    sys.stdout.write(f"ready {server.get_bound_port()}\n")
    sys.stdout.flush()
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
