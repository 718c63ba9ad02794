// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// A connection with the link that speaks over it.
struct OpenLink: Sendable {
    let link: SenderLink
    let connection: Connection
}

extension Sender {
    /// How many routes are tried in one race.
    private static var maximumRoutes: Int { 16 }

    /// Connects by the first route that works.
    ///
    /// If none does, the sources of further routes are asked one after the other.
    func openLink() async throws -> OpenLink {
        let direct: any Error
        do {
            return try await race(routes)
        } catch {
            guard !configuration.routeSources.isEmpty, !Task.isCancelled else { throw error }
            direct = error
        }
        for source in configuration.routeSources {
            guard let routes = try? await source(configuration.dataCenter), !routes.isEmpty else { continue }
            if let open = try? await race(routes) { return open }
            if Task.isCancelled { throw CancellationError() }
        }
        throw SenderError.noRoute("\(direct)")
    }

    private func makeConnectionID() -> ConnectionID {
        course.withLock { course in
            course.connectionCount += 1
            return ConnectionID(number: course.connectionCount)
        }
    }

    /// The way that worked last.
    private var preferredRoute: Route? {
        get { course.withLock { $0.preferredRoutes.first } }
        set { course.withLock { $0.preferredRoutes = newValue.map { [$0] } ?? [] } }
    }

    /// The known routes, with the one that worked last before the others.
    private var routes: [Route] {
        let known = [Route(configuration.endpoint, configuration.transport)] + configuration.alternatives
        guard let preferred = preferredRoute else { return known }
        return [preferred] + known.filter { $0 != preferred }
    }

    private func race(_ routes: [Route]) async throws -> OpenLink {
        let routes = Array(routes.prefix(Self.maximumRoutes))
        guard routes.count > 1 || configuration.provesRoutes else { return try await open(routes[0]) }
        do {
            let (index, open) = try await StaggeredRace.run(
                routes, delays: routes.map(\.delay), on: configuration.dialer.thread
            ) { route in
                try await self.open(route)
            } discard: { open in
                open.connection.close()
            }
            preferredRoute = routes[index]
            return open
        } catch {
            preferredRoute = nil
            throw error.errors.contains { $0 is ConnectionError } ? error.connectionError : error.errors.first ?? error
        }
    }

    private func open(_ route: Route) async throws -> OpenLink {
        let link = SenderLink(self, makeConnectionID())
        let deadline = configuration.dialer.thread.now + configuration.connectTimeout
        let connection = try await Connector.connect(
            to: route.endpoint, transport: route.transport, timeout: configuration.connectTimeout,
            through: configuration.dialer, handler: link)
        link.attach(connection)
        if configuration.provesRoutes {
            connection.setDeadline(deadline)
            do {
                try await link.prove(now: time.sinceEpoch())
            } catch {
                connection.close()
                throw error
            }
            connection.setDeadline(nil)
        }
        return OpenLink(link: link, connection: connection)
    }
}
