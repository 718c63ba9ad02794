// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
package import FerogramConnect
import FerogramMTProto

/// Web servers in memory, with certificates of a ``TestAuthority``.
package final class WebServer: Dialer {
    /// Answers a request over the connection that it came on.
    package typealias Answer = @Sendable (WebExchange) async throws -> Void

    /// Who signed the certificates.
    package let authority = TestAuthority()
    private let network: ScriptedServer

    /// Creates servers for all hosts.
    ///
    /// - Parameters:
    ///   - certificateHost: The name in the certificates, `nil` for the one that was asked for.
    ///   - flaw: What is wrong with the certificates.
    ///   - capacity: How many bytes each direction of a connection holds.
    ///   - thread: The thread that serves the connections.
    ///   - answer: Answers a request.
    package init(
        certificateHost: String? = nil, _ flaw: TestAuthority.Flaw = .none, capacity: Int = 256 << 10,
        on thread: IOThread = .shared, answer: @escaping Answer
    ) {
        let authority = authority
        network = ScriptedServer(capacity: capacity, on: thread) { carrier, endpoint in
            let session = try authority.makeServer(host: certificateHost ?? endpoint.host, flaw).makeSession()
            let exchange = WebExchange(session, carrier, endpoint)
            try await exchange.shakeHands()
            try await exchange.readRequest()
            try await answer(exchange)
            try await exchange.end()
        }
    }

    package var thread: IOThread { network.thread }
    /// Where connections went.
    package var opened: [Endpoint] { network.opened }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        try await network.open(endpoint, deadline: deadline)
    }

    /// A client that trusts the authority.
    package func client(_ limits: HTTPLimits = HTTPLimits()) throws -> HTTPClient {
        HTTPClient(
            through: self, context: try TLSContext(trusting: .certificates(pem: authority.pem)), limits: limits)
    }
}

/// One request and its answer, on the server's side.
package final class WebExchange {
    private let session: TLSSession
    private let carrier: StreamExchange
    /// Where the client meant to go.
    package let endpoint: Endpoint
    /// The request's head.
    package private(set) var head = ""
    /// The request's body.
    package private(set) var body: [UInt8] = []
    private var input: [UInt8] = []

    init(_ session: TLSSession, _ carrier: StreamExchange, _ endpoint: Endpoint) {
        self.session = session
        self.carrier = carrier
        self.endpoint = endpoint
    }

    /// The method and the target: `GET /x`.
    package var line: String {
        head.prefix { $0 != "\r\n" }.split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// Sends a whole answer.
    package func answer(_ status: String = "200 OK", _ fields: String = "", body: [UInt8]) async throws {
        try await send("HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\n\(fields)\r\n")
        try await send(body)
    }

    /// Sends a whole answer.
    package func answer(_ status: String = "200 OK", _ fields: String = "", _ body: String) async throws {
        try await answer(status, fields, body: Array(body.utf8))
    }

    package func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) async throws {
        try session.write(bytes)
        try await carrier.write(session.takeOutput())
    }

    func end() async throws {
        session.end()
        try await carrier.write(session.takeOutput())
    }

    func shakeHands() async throws {
        while true {
            let isDone = try session.handshake()
            try await carrier.write(session.takeOutput())
            if isDone { return }
            try await receive()
        }
    }

    func readRequest() async throws {
        while !input.suffix(4).elementsEqual("\r\n\r\n".utf8) { input.append(try await nextByte()) }
        head = String(decoding: input, as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        while body.count < length { body.append(try await nextByte()) }
    }

    private var unread: [UInt8] = []

    private func nextByte() async throws -> UInt8 {
        while unread.isEmpty {
            switch try session.read() {
            case .bytes(let bytes): unread = bytes
            case .end: throw HTTPError(.truncated)
            case .blocked: try await receive()
            }
        }
        return unread.removeFirst()
    }

    private func receive() async throws {
        let bytes = try await carrier.read(atMost: 4096)
        guard !bytes.isEmpty else { throw HTTPError(.truncated) }
        try session.receive(bytes)
    }
}
