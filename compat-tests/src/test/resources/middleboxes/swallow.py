"""Lets WebSockets open, and no message through."""


def websocket_message(flow):
    flow.websocket.messages[-1].drop()
