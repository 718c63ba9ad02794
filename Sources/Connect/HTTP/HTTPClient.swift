// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Asks web servers over TLS, one request to a connection; certificates and host names are checked, and everything has a bound.
package struct HTTPClient: Sendable {
    private let dialer: any Dialer
    private let context: TLSContext
    package let limits: HTTPLimits

    /// The clock that time-outs go by.
    package var thread: IOThread { dialer.thread }

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - dialer: How to get to servers.
    ///   - context: Whom to trust.
    ///   - limits: How much a server may send and how long it may take.
    package init(through dialer: any Dialer, context: TLSContext, limits: HTTPLimits = HTTPLimits()) {
        self.dialer = dialer
        self.context = context
        self.limits = limits
    }

    /// Makes a request, and follows redirects to other `https` URLs.
    ///
    /// - Parameters:
    ///   - request: The request. What it says of us to log in is not told to another server.
    ///   - limit: Until when, on the clock of ``thread``, if that is earlier than the limits say.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``HTTPError``.
    package func send(_ request: HTTPRequest, until limit: MonotonicTime? = nil) async throws(HTTPError) -> HTTPResponse
    {
        let latest = dialer.thread.now + limits.timeout
        let deadline = limit.map { min($0, latest) } ?? latest
        var request = request
        for _ in 0...max(0, limits.redirects) {
            let response = try await exchange(request, deadline: deadline)
            guard [301, 302, 303, 307, 308].contains(response.status) else { return response }
            guard let location = response.field("location") else { throw HTTPError(.badRedirect) }
            let place = try request.url.following(location)
            if place.endpoint != request.url.endpoint { request.removeCredentials() }
            request.url = place
            request.frontedHost = nil
            if response.status < 307, request.method != "GET" {
                request.method = "GET"
                request.body = []
            }
        }
        throw HTTPError(.tooManyRedirects)
    }

    private func exchange(_ request: HTTPRequest, deadline: MonotonicTime) async throws(HTTPError) -> HTTPResponse {
        let bytes = try request.encoded()
        let endpoint = request.url.endpoint
        let session = try TLSSession(client: context, host: endpoint.host)
        let carrier: StreamExchange
        do throws(ConnectionError) {
            carrier = try StreamExchange(try await dialer.open(endpoint, deadline: deadline), deadline: deadline)
        } catch {
            throw HTTPError(.connection, connection: error.at(endpoint))
        }
        defer { carrier.close() }
        do {
            return try await Self.run(session, over: carrier, bytes, limits)
        } catch let error as HTTPError {
            throw error
        } catch let error as ConnectionError {
            throw HTTPError(.connection, connection: error.at(endpoint))
        } catch {
            throw HTTPError(.connection)
        }
    }

    private static func run(
        _ session: TLSSession, over carrier: StreamExchange, _ request: [UInt8], _ limits: HTTPLimits
    ) async throws -> HTTPResponse {
        while try !session.handshake() {
            try await carrier.write(session.takeOutput())
            let bytes = try await carrier.read(atMost: pieceLength)
            guard !bytes.isEmpty else { throw HTTPError(.truncated) }
            try session.receive(bytes)
        }
        try session.write(request)
        try await carrier.write(session.takeOutput())
        var parser = HTTPResponseParser(limits: limits)
        while true {
            switch try session.read() {
            case .bytes(let bytes):
                try parser.receive(bytes)
            case .end:
                try parser.finish(isSafe: true)
            case .blocked:
                try await carrier.write(session.takeOutput())
                let bytes = try await carrier.read(atMost: pieceLength)
                if bytes.isEmpty {
                    // The end without TLS's own may be somebody's on the way.
                    try parser.finish(isSafe: false)
                } else {
                    try session.receive(bytes)
                }
            }
            if let response = parser.result {
                session.end()
                // The answer is there; whether the farewell arrives is the server's concern.
                carrier.writeWithoutWaiting(session.takeOutput())
                return response
            }
        }
    }

    private static let pieceLength = 16 << 10
}
