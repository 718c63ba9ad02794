// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An address of a socket, IPv4 or IPv6, with its port.
struct SocketAddress: Sendable {
    private let storage: sockaddr_storage
    private let length: socklen_t

    /// Copies an address.
    init?(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        guard Int(length) <= MemoryLayout<sockaddr_storage>.size else { return nil }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { target in
            target.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
        }
        self.storage = storage
        self.length = length
    }

    /// Asks the system for an address.
    ///
    /// - Parameter ask: Writes the address and its length; it returns 0 if that succeeded.
    init?(asking ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask($0, &length) }
        }
        guard result == 0 else { return nil }
        self.storage = storage
        self.length = length
    }

    /// AF_INET or AF_INET6.
    var family: Int32 { Int32(storage.ss_family) }

    /// The port.
    var port: UInt16 {
        withUnsafePointer(to: storage) { storage in
            if family == AF_INET6 {
                return storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    UInt16(bigEndian: $0.pointee.sin6_port)
                }
            }
            return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }

    /// Whether it is the machine itself: 127.0.0.0/8, ::1, or the former as IPv6 writes it.
    var isLoopback: Bool {
        withUnsafePointer(to: storage) { storage in
            guard family == AF_INET6 else {
                return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    UInt32(bigEndian: $0.pointee.sin_addr.s_addr) >> 24 == 127
                }
            }
            return storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { bytes in
                    bytes.elementsEqual([UInt8](repeating: 0, count: 15) + [1])
                        || bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 127])
                }
            }
        }
    }

    /// Lends the address in the form that the system wants.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Looks up the addresses of an endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: The host and the port.
    ///   - isLiteral: Whether the host is an address in text, in which case nobody is asked and nothing blocks.
    /// - Returns: The addresses in the order of the system.
    /// - Throws: ``ConnectionError`` if there are none.
    static func lookUp(_ endpoint: Endpoint, isLiteral: Bool) throws(ConnectionError) -> [SocketAddress] {
        // The system would read no further, and go to another host than the one that is named.
        guard !endpoint.host.isEmpty, !endpoint.host.utf8.contains(0) else {
            throw ConnectionError(.unknownHost, endpoint: endpoint)
        }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = SystemCalls.streamSocket
        hints.ai_flags = AI_NUMERICSERV | (isLiteral ? AI_NUMERICHOST : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
        guard code == 0 else {
            throw ConnectionError(.unknownHost, operation: "getaddrinfo", systemCode: code, endpoint: endpoint)
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr,
                let copy = SocketAddress(address, length: entry.pointee.ai_addrlen),
                copy.family == AF_INET || copy.family == AF_INET6
            {
                addresses.append(copy)
            }
            next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw ConnectionError(.unknownHost, endpoint: endpoint) }
        return addresses
    }
}
