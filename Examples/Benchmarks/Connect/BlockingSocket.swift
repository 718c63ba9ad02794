// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// A TCP socket that blocks, as simple as it can be: the reference of the connections' benchmarks.
final class BlockingSocket: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    }

    deinit {
        close(descriptor)
    }

    private static func make() -> Int32 {
        #if canImport(Darwin)
        return socket(AF_INET, SOCK_STREAM, 0)
        #else
        return socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Connects to a port of this machine.
    static func connected(to port: UInt16) throws -> BlockingSocket {
        let descriptor = make()
        var address = loopback(port)
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return BlockingSocket(descriptor: descriptor)
    }

    /// Listens on a port of this machine that is free.
    static func listening() throws -> (socket: BlockingSocket, port: UInt16) {
        let descriptor = make()
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(descriptor, address, length) == 0, listen(descriptor, 1024) == 0 else { return Int32(-1) }
                return getsockname(descriptor, address, &length)
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return (BlockingSocket(descriptor: descriptor), UInt16(bigEndian: address.sin_port))
    }

    /// Waits for the next client.
    func accepted() -> BlockingSocket? {
        let client = accept(descriptor, nil, nil)
        return client >= 0 ? BlockingSocket(descriptor: client) : nil
    }

    /// Sends all bytes.
    func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var sent = 0
        while sent < bytes.count {
            #if canImport(Darwin)
            let count = send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, 0)
            #else
            let count = send(
                descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            #endif
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Reads what is there, at least a byte; 0 at the end.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }
}
