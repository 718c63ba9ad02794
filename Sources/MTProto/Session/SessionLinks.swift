// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The connections of a session; nearly always there is one, for which a dictionary would be large.
struct SessionLinks: Sendable {
    private var links: [(id: ConnectionID, liveness: Liveness)] = []

    var isEmpty: Bool { links.isEmpty }

    subscript(id: ConnectionID) -> Liveness? {
        get { links.first { $0.id == id }?.liveness }
        _modify {
            let index = links.firstIndex { $0.id == id }
            var liveness = index.map { links[$0].liveness }
            defer {
                if let index, let liveness {
                    links[index].liveness = liveness
                } else if let index {
                    links.remove(at: index)
                } else if let liveness {
                    links.append((id, liveness))
                }
            }
            yield &liveness
        }
    }

    /// Removes a connection.
    ///
    /// - Returns: Whether there was one.
    mutating func remove(_ id: ConnectionID) -> Bool {
        guard let index = links.firstIndex(where: { $0.id == id }) else { return false }
        links.remove(at: index)
        return true
    }

    /// The connections, by the order of their names.
    var ids: [ConnectionID] { links.map(\.id).sorted { $0.number < $1.number } }

    /// The earliest of their deadlines.
    var deadline: MonotonicTime? {
        var deadline: MonotonicTime?
        for link in links {
            let next = link.liveness.deadline
            deadline = deadline.map { min($0, next) } ?? next
        }
        return deadline
    }

    /// Says whether anything awaits an answer.
    mutating func update(isWaiting: Bool, at now: MonotonicTime) {
        for index in links.indices { links[index].liveness.update(isWaiting: isWaiting, at: now) }
    }
}
