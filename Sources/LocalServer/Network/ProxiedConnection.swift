// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto

/// A client that came to the proxy: which data centre it means is known when its first bytes are.
final class ProxiedConnection: ConnectionHandler {
    /// What proxies say of a data centre that does not exist.
    private static let noSuchDataCenter: Int32 = -444

    private enum State: Sendable {
        case opening
        case served(ClientConnection)
        case refused
    }

    private let core: ServerCore
    private let state = Lock(State.opening)

    init(_ core: ServerCore) {
        self.core = core
    }

    private var client: ClientConnection? {
        state.withLock { state in
            if case .served(let client) = state { return client }
            return nil
        }
    }

    func connectionOpened(_ connection: Connection) {
        guard let dataCenter = connection.peer?.dataCenter, !dataCenter.isTest,
            (1...core.dataCenterCount).contains(dataCenter.id)
        else {
            state.withLock { $0 = .refused }
            connection.signalOutput()
            return connection.finishWriting()
        }
        guard let client = core.admit(connection, dataCenter: dataCenter.id) else { return connection.close() }
        state.withLock { $0 = .served(client) }
        client.connectionOpened(connection)
    }

    func connection(_ connection: Connection, fill frames: inout OutgoingFrames, limit: Int) -> FillOutcome {
        if let client { return client.connection(connection, fill: &frames, limit: limit) }
        let saysNo = state.withLock { state in
            guard case .refused = state else { return false }
            state = .opening
            return true
        }
        if saysNo { frames.appendTransportError(code: Self.noSuchDataCenter) }
        return .all
    }

    func connection(_ connection: Connection, received frames: inout [TransportFrame]) -> ReadingDemand {
        client?.connection(connection, received: &frames) ?? .more
    }

    func connectionDeadlineReached(_ connection: Connection) {
        client?.connectionDeadlineReached(connection)
    }

    func connection(_ connection: Connection, closed error: ConnectionError) {
        client?.connection(connection, closed: error)
    }
}
