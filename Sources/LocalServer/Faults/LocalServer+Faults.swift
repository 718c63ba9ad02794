// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension LocalServer {
    /// Lets something go wrong from now on.
    ///
    /// If several faults fit a call, the one that was injected first has its chance first; one before the call is run and
    /// one after it may both occur.
    ///
    /// - Parameter fault: What goes wrong, where, and when.
    /// - Returns: The fault's name.
    @discardableResult
    public func inject(_ fault: LocalFault) -> LocalFaultID {
        core.perform { $0.faults.add(fault) }
    }

    /// Ends a fault.
    ///
    /// - Parameter id: The fault; one that has ended is ignored.
    public func removeFault(_ id: LocalFaultID) {
        core.perform { $0.faults.remove(id) }
    }

    /// Ends all faults.
    public func removeFaults() {
        core.perform { $0.faults.removeAll() }
    }

    /// How often a fault has occurred.
    ///
    /// - Parameter id: The fault.
    /// - Returns: The count, also when the fault has ended.
    public func occurrences(of id: LocalFaultID) -> Int {
        core.perform { $0.faults.counts[id] ?? 0 }
    }

    /// Does what the end of the server's process and its next start do: closes all connections, and listens on the same
    /// ports again.
    ///
    /// The world, the keys and who is logged in stay; handlers go on. A server that was stopped stays so.
    ///
    /// - Parameter forgettingSessions: Whether the sessions are forgotten, all but the highest id that came in each: clients
    ///   are told of new sessions, and calls with lower ids are refused, since nobody knows whether they ran. Otherwise
    ///   unanswered calls are answered on the next connection.
    /// - Throws: ``LocalServerError/cannotListen(port:reason:)``, or `CancellationError` if the task is cancelled while the
    ///   ports are not free yet; then the server takes no more connections until it is restarted.
    public func restart(forgettingSessions: Bool = false) async throws {
        stopListening()
        core.dropConnections()
        core.perform { engine in
            if forgettingSessions { engine.forgetSessions() }
        }
        try await listenAgain()
    }
}
