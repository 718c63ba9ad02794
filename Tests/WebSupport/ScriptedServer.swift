// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
package import FerogramConnect
import FerogramMTProto

/// A network in which one task with a script is the server of every connection.
package final class ScriptedServer: Dialer {
    package let thread: IOThread
    private let capacity: Int
    private let script: @Sendable (StreamExchange, Endpoint) async throws -> Void
    private let state = Lock<(opened: [Endpoint], tasks: [Task<Void, Never>])>(([], []))

    package init(
        capacity: Int = 256 << 10, on thread: IOThread = .shared,
        script: @escaping @Sendable (StreamExchange, Endpoint) async throws -> Void
    ) {
        self.capacity = capacity
        self.thread = thread
        self.script = script
    }

    deinit {
        for task in state.withLock({ $0.tasks }) { task.cancel() }
    }

    /// Where connections went.
    package var opened: [Endpoint] { state.withLock { $0.opened } }

    package func open(_ endpoint: Endpoint, deadline: MonotonicTime?) async throws(ConnectionError) -> any ByteStream {
        let (client, server) = MemoryStream.pair(capacity: capacity, on: thread)
        let exchange = try StreamExchange(server, deadline: nil)
        let script = script
        let task = Task {
            // A client that goes away ends the script.
            try? await script(exchange, endpoint)
            exchange.close()
        }
        state.withLock { state in
            state.opened.append(endpoint)
            state.tasks.append(task)
        }
        return client
    }
}

extension StreamExchange {
    /// Reads exactly so many bytes.
    package func read(exactly count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try await read(atMost: count - bytes.count)
            guard !more.isEmpty else { throw ConnectionError(.truncated) }
            bytes += more
        }
        return bytes
    }

    /// Reads to an empty line.
    package func readHead() async throws -> String {
        var bytes: [UInt8] = []
        while bytes.suffix(4) != Array("\r\n\r\n".utf8) { bytes += try await read(exactly: 1) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sends back what comes, until the end.
    package func echo() async throws {
        while true {
            let bytes = try await read(atMost: 4096)
            guard !bytes.isEmpty else { return }
            try await write(bytes)
        }
    }
}
