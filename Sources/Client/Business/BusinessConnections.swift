// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

/// At which data centres the accounts are for which the bot acts.
final class BusinessConnections: Sendable {
    /// How many are remembered; others are asked for again.
    private static let capacity = 10_000

    private let dataCenters = Lock<[String: Int]>([:])

    func note(_ id: String, at dataCenter: Int) {
        dataCenters.withLock { dataCenters in
            if dataCenters.count >= Self.capacity { dataCenters.removeAll() }
            dataCenters[id] = dataCenter
        }
    }

    func dataCenter(of id: String) -> Int? { dataCenters.withLock { $0[id] } }
}

extension ClientCore {
    /// Remembers where calls in the name of an account have to go.
    func note(_ connection: TL.BotBusinessConnection) {
        businessConnections.note(connection.connectionID, at: Int(connection.dcID))
    }

    /// Where calls in the name of an account have to go.
    func businessDestination(of id: String) async throws(InvocationError) -> CallDestination {
        if let dataCenter = businessConnections.dataCenter(of: id) { return .dataCenter(dataCenter) }
        let updates = try await calls.invoke(
            TL.account.GetBotBusinessConnection(connectionID: id), on: .home, options: CallOptions())
        let list: [TL.Update] =
            switch updates {
            case .updates(let batch): batch.updates
            case .combined(let batch): batch.updates
            case .updateShort(let short): [short.update]
            default: []
            }
        for case .botBusinessConnect(let update) in list { note(update.connection) }
        return businessConnections.dataCenter(of: id).map { .dataCenter($0) } ?? .home
    }
}
