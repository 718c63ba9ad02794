// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramBase
import FerogramMTProto

/// Goes to one place, wherever it is told to go: to an MTProto proxy, which learns the target from the transport's header.
package struct DetourDialer: Dialer {
    private let place: Endpoint
    private let base: any Dialer

    package var thread: IOThread { base.thread }

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - place: Where all connections go.
    ///   - base: How to get there.
    package init(to place: Endpoint, through base: any Dialer = SocketDialer()) {
        self.place = place
        self.base = base
    }

    package func open(
        _ endpoint: Endpoint, deadline: MonotonicTime?
    ) async throws(ConnectionError) -> any ByteStream {
        do throws(ConnectionError) {
            return try await base.open(place, deadline: deadline)
        } catch {
            throw error.at(place)
        }
    }
}
