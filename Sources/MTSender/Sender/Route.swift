// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramConnect
package import FerogramMTProto

/// One way to a data centre.
package struct Route: Equatable, Sendable {
    /// The address.
    package var endpoint: Endpoint
    /// How the connection looks on the wire.
    package var transport: TransportConfiguration
    /// How long after the route before it this one is tried at the latest.
    package var delay: Duration

    /// Creates a route.
    ///
    /// - Parameters:
    ///   - endpoint: The address.
    ///   - transport: How the connection looks on the wire.
    ///   - delay: How long after the route before it this one is tried at the latest.
    package init(
        _ endpoint: Endpoint, _ transport: TransportConfiguration, delay: Duration = StaggeredRace.usualDelay
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.delay = delay
    }
}

/// Finds routes when those that are known do not work; it may ask the network.
package typealias RouteSource = @Sendable (ProxyDataCenter) async throws -> [Route]
