// Nothing but the browser's own, as the yardstick for a network on which nothing goes wrong.
export function connects(application) {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/websocket');
  socket.onopen = () => application.opens();
  socket.onmessage = (message) => application.hears(+message.data);
  socket.onclose = (it) => application.notes('close ' + it.code);
  return { says: (number) => socket.send('' + number) };
}
