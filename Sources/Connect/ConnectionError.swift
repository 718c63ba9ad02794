// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTProto

/// Why a connection could not be made or came to its end.
public struct ConnectionError: Error, Hashable, Sendable {
    /// What happened.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// This side closed the connection.
        case closed
        /// The peer closed the connection between two frames.
        case closedByPeer
        /// The peer closed the connection in the middle of a frame or before it had said how it speaks.
        case truncated
        /// The connection was reset, or broke in another way that the system reports.
        case broken
        /// Nobody listens at the endpoint.
        case refused
        /// No route leads to the endpoint.
        case unreachable
        /// Making the connection took too long, or the peer did not take what was still to be sent.
        case timedOut
        /// The task that made the connection was cancelled.
        case cancelled
        /// The name of the host has no address.
        case unknownHost
        /// The peer broke the rules of the transport; ``ConnectionError/transport`` says which.
        case transport
        /// A SOCKS5 or HTTP proxy on the way made no tunnel; ``ConnectionError/tunnel`` says why.
        case proxy
        /// The system has no descriptors, threads or memory left.
        case exhausted
    }

    /// What happened.
    public let code: Code
    /// The system call or the function that failed, if one did.
    public let operation: String?
    /// The `errno` of the system call, or the code of `getaddrinfo`.
    public let systemCode: Int32?
    /// Which rule the peer broke.
    public let transport: TransportError?
    /// Why a proxy made no tunnel.
    public let tunnel: TunnelError?
    /// Where the connection was to go, where that is known.
    public let endpoint: Endpoint?
    /// Why the other attempts failed, if several ways were tried.
    public let otherAttempts: [ConnectionError]

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What happened.
    ///   - operation: The system call that failed.
    ///   - systemCode: Its `errno`.
    ///   - transport: Which rule the peer broke.
    ///   - tunnel: Why a proxy made no tunnel.
    ///   - endpoint: Where the connection was to go.
    ///   - otherAttempts: Why the other attempts failed, if several ways were tried.
    public init(
        _ code: Code, operation: String? = nil, systemCode: Int32? = nil, transport: TransportError? = nil,
        tunnel: TunnelError? = nil, endpoint: Endpoint? = nil, otherAttempts: [ConnectionError] = []
    ) {
        self.code = code
        self.operation = operation
        self.systemCode = systemCode
        self.transport = transport
        self.tunnel = tunnel
        self.endpoint = endpoint
        self.otherAttempts = otherAttempts
    }

    /// The same error with the endpoint that was meant.
    func at(_ endpoint: Endpoint) -> ConnectionError {
        ConnectionError(
            code, operation: operation, systemCode: systemCode, transport: transport, tunnel: tunnel,
            endpoint: self.endpoint ?? endpoint, otherAttempts: otherAttempts)
    }

    /// The same error with those of the attempts that were made beside it.
    func among(_ others: [ConnectionError]) -> ConnectionError {
        ConnectionError(
            code, operation: operation, systemCode: systemCode, transport: transport, tunnel: tunnel,
            endpoint: endpoint, otherAttempts: otherAttempts + others)
    }
}

extension ConnectionError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        var text = "connection"
        if let endpoint { text += " to \(endpoint)" }
        text += ": " + code.explanation
        if let operation { text += ", \(operation)" }
        if let systemCode { text += " (\(systemCode): \(SystemCalls.text(of: systemCode, operation: operation)))" }
        if let transport { text += ", \(transport)" }
        if let tunnel { text += ", \(tunnel)" }
        for other in otherAttempts { text += "; \(other)" }
        return text
    }
}

extension ConnectionError.Code {
    fileprivate var explanation: String {
        switch self {
        case .closed: "closed on this side"
        case .closedByPeer: "closed by the peer"
        case .truncated: "closed by the peer in the middle of a frame"
        case .broken: "broken"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .unknownHost: "unknown host"
        case .transport: "the peer broke the rules of the transport"
        case .proxy: "no tunnel through the proxy"
        case .exhausted: "out of descriptors, threads or memory"
        }
    }
}
