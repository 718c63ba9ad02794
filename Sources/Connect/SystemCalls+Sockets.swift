// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import CFerogramEvent

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension SystemCalls {
    #if canImport(Glibc)
    static let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
    static let streamSocket = Int32(SOCK_STREAM)
    #endif

    #if canImport(Darwin)
    private static let sendFlags: Int32 = 0
    #else
    private static let sendFlags = Int32(MSG_NOSIGNAL)
    #endif

    // MARK: Making

    /// Makes a TCP socket that does not block, delay small writes, survive an exec, or raise SIGPIPE.
    static func makeSocket(family: Int32, options: SocketOptions) throws(ConnectionError) -> Int32 {
        #if canImport(Darwin)
        let descriptor = socket(family, streamSocket, 0)
        guard descriptor >= 0 else { throw failure("socket", errno) }
        guard makeHarmless(descriptor) else {
            let code = errno
            close(descriptor)
            throw failure("setsockopt", code)
        }
        #elseif canImport(Glibc)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, streamSocket | flags, 0)
        guard descriptor >= 0 else { throw failure("socket", errno) }
        #else
        let descriptor = socket(family, streamSocket | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
        guard descriptor >= 0 else { throw failure("socket", errno) }
        #endif
        configure(descriptor, options)
        return descriptor
    }

    #if canImport(Darwin)
    /// Sets what other systems take as flags.
    ///
    /// - Returns: Whether that worked. It does not for a client that has gone already, and a write to such a one would end
    ///   the process.
    private static func makeHarmless(_ descriptor: Int32) -> Bool {
        var value: Int32 = 1
        return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 && fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
            && setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }
    #endif

    private static func configure(_ descriptor: Int32, _ options: SocketOptions) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if let size = options.sendBuffer { set(descriptor, SOL_SOCKET, SO_SNDBUF, Int32(clamping: size)) }
        if let size = options.receiveBuffer { set(descriptor, SOL_SOCKET, SO_RCVBUF, Int32(clamping: size)) }
    }

    /// Keeps the system from pacing what stays on the machine.
    ///
    /// BBR, which many servers have as their default, sends by timers even there, and each costs the reader a wake-up.
    /// Clients that a socket accepts are treated like it.
    private static func sendAtOnce(_ descriptor: Int32, ifLocal address: SocketAddress) {
        #if os(Linux) || os(Android)
        guard address.isLoopback else { return }
        // The one that every Linux has, and that any process may choose.
        let name = "reno"
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CONGESTION, name, socklen_t(name.utf8.count))
        #endif
    }

    /// Sets an option; the connection works without it, if less well.
    private static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    // MARK: Connecting

    /// Begins to connect.
    ///
    /// - Returns: Whether the connection is there already; otherwise the descriptor becomes writable.
    static func beginConnect(_ descriptor: Int32, to address: SocketAddress) throws(ConnectionError) -> Bool {
        sendAtOnce(descriptor, ifLocal: address)
        let code = address.withSystemAddress { address, length in
            connect(descriptor, address, length) == 0 ? 0 : errno
        }
        switch code {
        case 0, EISCONN: return true
        // An interrupted connect goes on by itself.
        case EINPROGRESS, EINTR, EALREADY: return false
        default: throw failure("connect", code)
        }
    }

    /// The error that a socket has in store, 0 if none.
    static func pendingError(_ descriptor: Int32) -> Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return errno }
        return code
    }

    // MARK: Listening

    /// Makes a socket that listens.
    static func listen(
        on address: SocketAddress, backlog: Int32, options: SocketOptions
    ) throws(ConnectionError) -> Int32 {
        let descriptor = try makeSocket(family: address.family, options: options)
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        sendAtOnce(descriptor, ifLocal: address)
        let bound = address.withSystemAddress { address, length in
            bind(descriptor, address, length) == 0 ? 0 : errno
        }
        guard bound == 0 else {
            close(descriptor)
            throw failure("bind", bound)
        }
        #if canImport(Darwin)
        let result = Darwin.listen(descriptor, backlog)
        #elseif canImport(Glibc)
        let result = Glibc.listen(descriptor, backlog)
        #else
        let result = Musl.listen(descriptor, backlog)
        #endif
        guard result == 0 else {
            let code = errno
            close(descriptor)
            throw failure("listen", code)
        }
        return descriptor
    }

    /// The address that a socket is bound to.
    static func localAddress(_ descriptor: Int32) throws(ConnectionError) -> SocketAddress {
        guard let address = SocketAddress(asking: { getsockname(descriptor, $0, $1) }) else {
            throw failure("getsockname", errno)
        }
        return address
    }

    /// Takes the next client.
    ///
    /// - Returns: Its descriptor, or the `errno`.
    static func accept(_ descriptor: Int32, options: SocketOptions) -> Result<Int32, SystemCallError> {
        #if canImport(Darwin)
        let client = Darwin.accept(descriptor, nil, nil)
        guard client >= 0 else { return .failure(SystemCallError(code: errno)) }
        guard makeHarmless(client) else {
            close(client)
            return .failure(SystemCallError(code: ECONNABORTED))
        }
        #elseif canImport(Glibc)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let client = ferogram_accept4(descriptor, flags)
        guard client >= 0 else { return .failure(SystemCallError(code: errno)) }
        #else
        let client = ferogram_accept4(descriptor, SOCK_NONBLOCK | SOCK_CLOEXEC)
        guard client >= 0 else { return .failure(SystemCallError(code: errno)) }
        #endif
        configure(client, options)
        return .success(client)
    }

    // MARK: Bytes

    static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            let code = errno
            if code == EINTR { continue }
            return code == EAGAIN || code == EWOULDBLOCK ? .blocked : .failed(failure("recv", code))
        }
    }

    static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
        while true {
            #if canImport(Darwin)
            let count = Darwin.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
            #elseif canImport(Glibc)
            let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
            #else
            let count = Musl.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
            #endif
            if count >= 0 { return .bytes(count) }
            let code = errno
            if code == EINTR { continue }
            return code == EAGAIN || code == EWOULDBLOCK ? .blocked : .failed(failure("send", code))
        }
    }

    static func shutdown(_ descriptor: Int32, onlyWriting: Bool) {
        let how = Int32(onlyWriting ? SHUT_WR : SHUT_RDWR)
        #if canImport(Darwin)
        _ = Darwin.shutdown(descriptor, how)
        #elseif canImport(Glibc)
        _ = Glibc.shutdown(descriptor, how)
        #else
        _ = Musl.shutdown(descriptor, how)
        #endif
    }
}

/// A system call failed with this `errno`.
struct SystemCallError: Error {
    let code: Int32
}
