"""An XML-RPC server on TLS with the codec of Python's standard library: independent of both codecs of the project."""
import http.server
import ssl
import sys
import xmlrpc.client

CERTIFICATE, KEY = sys.argv[1:3]


def answer(method, params):
    if method == 'session.login_with_password':
        return {'Status': 'Success', 'Value': 'OpaqueRef:session'}
    if method == 'session.logout':
        return {'Status': 'Success', 'Value': ''}
    if method == 'pool.get_all':
        return {'Status': 'Success', 'Value': ['OpaqueRef:pool']}
    if method == 'host.call_plugin':
        return {'Status': 'Success', 'Value': repr(list(params[1:]))}
    if method == 'host.get_servertime':
        return {'Status': 'Success', 'Value': xmlrpc.client.DateTime('20240229T15:07:05Z')}
    return {'Status': 'Failure', 'ErrorDescription': ['MESSAGE_METHOD_UNKNOWN', method]}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        params, method = xmlrpc.client.loads(body)
        reply = xmlrpc.client.dumps((answer(method, params),), methodresponse=True).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/xml')
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
