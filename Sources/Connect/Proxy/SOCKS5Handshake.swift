// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Asks a SOCKS5 proxy for a tunnel: RFC 1928, and RFC 1929 for the password.
struct SOCKS5Handshake: TunnelHandshake {
    private enum Step: Sendable {
        case method, login
        /// The version and the reply, after which a proxy that refuses may say no more.
        case reply
        /// Three bytes more, of which the last begins the address.
        case addressKind
        case boundAddress
        case done
    }

    private static let version: UInt8 = 5
    private static let noLogin: UInt8 = 0
    private static let passwordLogin: UInt8 = 2
    private static let noMethod: UInt8 = 0xFF
    private static let connect: UInt8 = 1

    private let target: [UInt8]
    private let login: [UInt8]?
    private var step = Step.method
    private var output: [UInt8]
    private var input: [UInt8] = []
    private(set) var missingCount = 2

    /// Prepares a request.
    ///
    /// - Parameters:
    ///   - target: Where the tunnel shall lead; a name is resolved by the proxy.
    ///   - credentials: Who we are, if the proxy asks.
    /// - Throws: ``TunnelError`` if the protocol cannot express them.
    init(to target: Endpoint, credentials: ProxyCredentials?) throws(TunnelError) {
        guard target.isTellable else { throw TunnelError(.unusableTarget) }
        self.target = Self.address(target)
        if let credentials {
            let username = Array(credentials.username.utf8)
            let password = Array(credentials.password.utf8)
            guard (1...255).contains(username.count), password.count <= 255 else {
                throw TunnelError(.unusableCredentials)
            }
            login = [1, UInt8(username.count)] + username + [UInt8(password.count)] + password
            output = [Self.version, 2, Self.noLogin, Self.passwordLogin]
        } else {
            login = nil
            output = [Self.version, 1, Self.noLogin]
        }
    }

    /// An address as SOCKS5 writes it; the host has at most 255 bytes.
    private static func address(_ endpoint: Endpoint) -> [UInt8] {
        let port = [UInt8(endpoint.port >> 8), UInt8(truncatingIfNeeded: endpoint.port)]
        switch NumericAddress(endpoint.host) {
        case .v4(let bytes): return [1] + bytes + port
        case .v6(let bytes): return [4] + bytes + port
        case nil:
            let name = Array(endpoint.host.utf8)
            return [3, UInt8(truncatingIfNeeded: name.count)] + name + port
        }
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    mutating func receive(_ bytes: [UInt8]) throws(TunnelError) {
        input += bytes
        missingCount -= bytes.count
        guard missingCount <= 0, step != .done else { return }
        let answer = input
        input = []
        switch step {
        case .method: try chooseMethod(answer)
        case .login:
            // Some proxies put the version of SOCKS in the place of that of the login.
            guard answer[0] == 1 || answer[0] == Self.version else { throw TunnelError(.malformedAnswer) }
            guard answer[1] == 0 else { throw TunnelError(.credentialsRefused, reply: Int(answer[1])) }
            request()
        case .reply: try readReply(answer)
        case .addressKind: try readAddressKind(answer)
        case .boundAddress:
            // The address at which the proxy sends is of no interest.
            step = .done
            missingCount = 0
        case .done: break
        }
    }

    private mutating func chooseMethod(_ answer: [UInt8]) throws(TunnelError) {
        guard answer[0] == Self.version else { throw TunnelError(.malformedAnswer) }
        switch (answer[1], login) {
        case (Self.noLogin, _):
            request()
        case (Self.passwordLogin, let login?):
            output = login
            step = .login
            missingCount = 2
        case (Self.passwordLogin, nil):
            throw TunnelError(.credentialsRequired)
        case (Self.noMethod, nil):
            throw TunnelError(.credentialsRequired, reply: Int(Self.noMethod))
        case (Self.noMethod, _):
            throw TunnelError(.noCommonMethod)
        default:
            throw TunnelError(.malformedAnswer)
        }
    }

    private mutating func request() {
        output = [Self.version, Self.connect, 0] + target
        step = .reply
        missingCount = 2
    }

    private mutating func readReply(_ answer: [UInt8]) throws(TunnelError) {
        guard answer[0] == Self.version else { throw TunnelError(.malformedAnswer) }
        switch answer[1] {
        case 0: break
        case 2: throw TunnelError(.forbidden, reply: 2)
        case 3...6: throw TunnelError(.targetUnreachable, reply: Int(answer[1]))
        default: throw TunnelError(.refused, reply: Int(answer[1]))
        }
        step = .addressKind
        missingCount = 3
    }

    private mutating func readAddressKind(_ answer: [UInt8]) throws(TunnelError) {
        // One byte of the address has come; the port follows it.
        switch answer[1] {
        case 1: missingCount = 4 - 1 + 2
        case 4: missingCount = 16 - 1 + 2
        case 3: missingCount = Int(answer[2]) + 2
        default: throw TunnelError(.malformedAnswer)
        }
        step = .boundAddress
    }
}
