// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import Foundation
import XCTest

/// A port of this machine that leads to a server, and can be cut: then nothing arrives, and nothing says so.
final class Wire: Sendable {
    private struct State {
        var isCut = false
        var isOver = false
        var sockets: Set<Int32> = []
        var sent = 0
    }

    struct Failure: Error { let call: String }

    /// Where to connect to.
    let port: UInt16
    private let listener: Int32
    private let target: Target
    private let state = Lock(State())

    /// What is at the other end.
    enum Target: Sendable {
        case port(UInt16)
        case socket(String)
    }

    init(to target: Target) throws {
        self.target = target
        let listener = socket(AF_INET, Self.stream, 0)
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        self.listener = listener
        guard listener >= 0, isBound, listen(listener, 64) == 0 else { throw Failure(call: "listen") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let incoming = accept(listener, nil, nil)
                guard incoming >= 0, let self else { break }
                self.carry(incoming)
            }
        }
    }

    deinit { end() }

    /// How many bytes went to the server.
    var sent: Int { state.withLock { $0.sent } }

    /// Lets nothing through, or everything again.
    func cut(_ isCut: Bool) { state.withLock { $0.isCut = isCut } }

    /// Ends all connections.
    func end() {
        let sockets = state.withLock { state in
            state.isOver = true
            return state.sockets
        }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private static var stream: Int32 {
        #if canImport(Darwin)
        SOCK_STREAM
        #else
        Int32(SOCK_STREAM.rawValue)
        #endif
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }

    private func connect() -> Int32? {
        switch target {
        case .port(let port):
            let outgoing = socket(AF_INET, Self.stream, 0)
            var address = Self.loopback(port)
            let code = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Foundation.connect(outgoing, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return code == 0 ? outgoing : nil
        case .socket(let path):
            let outgoing = socket(AF_UNIX, Self.stream, 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { place in
                place.copyBytes(from: path.utf8.prefix(place.count - 1))
            }
            let code = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Foundation.connect(outgoing, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            return code == 0 ? outgoing : nil
        }
    }

    private func carry(_ incoming: Int32) {
        guard let outgoing = connect() else {
            close(incoming)
            return
        }
        let isOver = state.withLock { state in
            state.sockets.formUnion([incoming, outgoing])
            return state.isOver
        }
        let left = Lock(2)
        for (source, sink) in [(incoming, outgoing), (outgoing, incoming)] {
            Thread.detachNewThread { [self] in
                pump(from: source, to: sink, counts: source == incoming)
                for socket in [source, sink] { shutdown(socket, Int32(SHUT_RDWR)) }
                // The last one closes.
                let isLast = left.withLock { left in
                    left -= 1
                    return left == 0
                }
                guard isLast else { return }
                state.withLock { $0.sockets.subtract([source, sink]) }
                close(source)
                close(sink)
            }
        }
        if isOver { for socket in [incoming, outgoing] { shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    private func pump(from source: Int32, to sink: Int32, counts: Bool) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            if counts { state.withLock { $0.sent += count } }
            while state.withLock({ $0.isCut && !$0.isOver }) { usleep(2_000) }
            var written = 0
            while written < count {
                let more = buffer.withUnsafeBytes { bytes in
                    send(sink, bytes.baseAddress?.advanced(by: written), count - written, Self.noSignal)
                }
                guard more > 0 else { return }
                written += more
            }
        }
    }

    private static var noSignal: Int32 {
        #if canImport(Darwin)
        0
        #else
        Int32(MSG_NOSIGNAL)
        #endif
    }
}
