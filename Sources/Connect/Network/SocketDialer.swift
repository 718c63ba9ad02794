// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto

/// Connects over TCP, IPv4 or IPv6.
///
/// The addresses of a name are tried one after the other, each with its share of the time that is left.
package struct SocketDialer: Dialer {
    package let thread: IOThread
    private let options: SocketOptions

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - thread: The thread that serves the streams.
    ///   - options: What the sockets shall be like.
    package init(on thread: IOThread = .shared, options: SocketOptions = SocketOptions()) {
        self.thread = thread
        self.options = options
    }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        let addresses = try await Resolver.addresses(of: endpoint, deadline: deadline, on: thread)
        var failure = ConnectionError(.unknownHost)
        for (index, address) in addresses.enumerated() {
            do throws(ConnectionError) {
                let share = deadline.map { thread.now + ($0 - thread.now) / (addresses.count - index) }
                return SocketStream(descriptor: try await connect(to: address, deadline: share), thread: thread)
            } catch {
                failure = error
                if error.code == .cancelled { break }
            }
        }
        throw failure.at(endpoint)
    }

    private func connect(
        to address: SocketAddress, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> Int32 {
        let descriptor = try SystemCalls.makeSocket(family: address.family, options: options)
        let wait = IOWait<Int32>(on: thread) {
            let code = SystemCalls.pendingError(descriptor)
            return code == 0 ? .success(descriptor) : .failure(SystemCalls.failure("connect", code))
        }
        do throws(ConnectionError) {
            if try SystemCalls.beginConnect(descriptor, to: address) { return descriptor }
            try wait.begin(descriptor: descriptor, deadline: deadline)
        } catch {
            SystemCalls.close(descriptor)
            throw error
        }
        return try await wait.value()
    }
}
