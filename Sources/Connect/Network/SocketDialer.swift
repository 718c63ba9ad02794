// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Connects over TCP, IPv4 or IPv6.
///
/// The addresses of a name are tried in an order that takes IPv6 and IPv4 in turn, each a quarter of a second after the one
/// before it, and the first connection is taken.
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
        guard addresses.count > 1 else {
            do throws(ConnectionError) {
                return SocketStream(descriptor: try await connect(to: addresses[0], deadline: deadline), thread: thread)
            } catch {
                throw error.at(endpoint)
            }
        }
        let ordered = Self.interleaved(addresses)
        do {
            let (_, descriptor) = try await StaggeredRace.run(
                ordered, delays: ordered.map { _ in StaggeredRace.usualDelay }, on: thread
            ) { address in
                try await connect(to: address, deadline: deadline)
            } discard: { descriptor in
                SystemCalls.close(descriptor)
            }
            return SocketStream(descriptor: descriptor, thread: thread)
        } catch {
            throw Task.isCancelled
                ? ConnectionError(.cancelled, endpoint: endpoint) : error.connectionError.at(endpoint)
        }
    }

    /// How many addresses of a name are tried.
    private static let maximumAddresses = 16

    /// Takes the two kinds of addresses in turn, in the order of each, beginning with the first one's kind.
    static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let family = addresses.first?.family else { return [] }
        var own = addresses.filter { $0.family == family }[...]
        var other = addresses.filter { $0.family != family }[...]
        var ordered: [SocketAddress] = []
        while let address = own.popFirst() ?? other.popFirst() {
            ordered.append(address)
            if let address = other.popFirst() { ordered.append(address) }
        }
        return Array(ordered.prefix(maximumAddresses))
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
