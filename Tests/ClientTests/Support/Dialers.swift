// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// Notes where connections go.
final class WatchedDialer: Dialer {
    private let base: any Dialer
    private let state = Lock<[Endpoint]>([])

    init(_ base: any Dialer) {
        self.base = base
    }

    var thread: IOThread { base.thread }
    var opened: [Endpoint] { state.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        state.withLock { $0.append(endpoint) }
        return try await base.open(endpoint, deadline: deadline)
    }
}

/// A SOCKS5 proxy that lets nobody in.
final class RefusingDialer: Dialer {
    private let servers = Lock<[MemoryStream]>([])

    var thread: IOThread { .shared }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let (client, server) = MemoryStream.pair()
        ([5, 0xFF] as [UInt8]).withUnsafeBytes { _ = server.write($0) }
        servers.withLock { $0.append(server) }
        return client
    }
}

/// A network that lets connections through and swallows whatever is recognisably abridged.
final class FilteringDialer: Dialer {
    private let base: any Dialer
    private let count = Lock(0)

    init(_ base: any Dialer) {
        self.base = base
    }

    var thread: IOThread { base.thread }
    var swallowed: Int { count.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        FilteredStream(try await base.open(endpoint, deadline: deadline)) { [self] in count.withLock { $0 += 1 } }
    }

    private final class FilteredStream: ByteStream {
        private let stream: any ByteStream
        private let whenSwallowing: @Sendable () -> Void
        /// Whether the first byte was that of the abridged transport.
        private let isBlocked = Lock<Bool?>(nil)

        init(_ stream: any ByteStream, whenSwallowing: @escaping @Sendable () -> Void) {
            self.stream = stream
            self.whenSwallowing = whenSwallowing
        }

        var thread: IOThread { stream.thread }

        func start(interest: IOEvents, handler: any IOHandler) -> ConnectionError? {
            stream.start(interest: interest, handler: handler)
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome { stream.read(into: buffer) }

        func write(_ bytes: UnsafeRawBufferPointer) -> WriteOutcome {
            let (blocks, isNew) = isBlocked.withLock { isBlocked in
                if let isBlocked { return (isBlocked, false) }
                isBlocked = bytes.first == 0xEF
                return (bytes.first == 0xEF, true)
            }
            guard blocks else { return stream.write(bytes) }
            if isNew { whenSwallowing() }
            return .bytes(bytes.count)
        }

        func setInterest(_ interest: IOEvents) -> ConnectionError? { stream.setInterest(interest) }
        func setDeadline(_ deadline: MonotonicTime?) { stream.setDeadline(deadline) }
        func shutdownWriting() { stream.shutdownWriting() }
        func shutdown() { stream.shutdown() }
        func retire() { stream.retire() }
    }
}

/// A network in which some endpoints are somewhere else, and all others nowhere.
final class MappingDialer: Dialer {
    private let places: [Endpoint: Endpoint]
    private let base: any Dialer
    private let state = Lock<[Endpoint]>([])

    init(_ places: [Endpoint: Endpoint], through base: any Dialer) {
        self.places = places
        self.base = base
    }

    var thread: IOThread { base.thread }
    /// Where connections went that led somewhere.
    var opened: [Endpoint] { state.withLock { $0 } }

    func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        guard let place = places[endpoint] else { throw ConnectionError(.refused, endpoint: endpoint) }
        state.withLock { $0.append(endpoint) }
        return try await base.open(place, deadline: deadline)
    }
}
