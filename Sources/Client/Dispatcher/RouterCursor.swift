// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Router {
    /// Where an update goes.
    enum Target {
        case handler(Run, isStateful: Bool)
        case message(Message, UpdateHandler<Message>)
        case child(Router)
    }
}

extension Router.Snapshot {
    /// Finds the next handler or router that takes an update.
    ///
    /// - Parameters:
    ///   - index: How far the update has come.
    ///   - update: The update.
    ///   - chosen: The handler of a state that takes it.
    /// - Returns: Where it goes; `nil` at the end.
    @inline(never)
    func next(_ index: inout Int, _ update: Update, _ chosen: Router.Chosen?) -> Router.Target? {
        let tag = update.tag
        var entries = table.entries(for: tag)
        var command: String?
        // Most messages begin with no command, and need not pass by all that are for one.
        if let others = table.commandlessEntries(for: tag) {
            command = update.commandName
            if command == nil { entries = others }
        }
        while index < entries.count {
            let entry = entries[index]
            index += 1
            if let wanted = entry.command, command != wanted { continue }
            switch entry.step {
            case .plain(let match):
                guard chosen == nil, let run = match(update) else { continue }
                return .handler(run, isStateful: false)
            case .message(let kind, let filter, let body):
                guard chosen == nil, let message = kind.read(update), filter.matches(message) else { continue }
                return .message(message, body)
            case .stateful:
                guard let chosen, chosen.token === entry.token else { continue }
                return .handler(chosen.run, isStateful: true)
            case .child(let router, let filter):
                guard chosen.map({ router.contains($0.token) }) ?? true, filter.matches(update) else { continue }
                return .child(router)
            }
        }
        return nil
    }
}

extension Update {
    /// The command with which a message begins.
    fileprivate var commandName: String? {
        switch self {
        case .message(let message), .messageEdited(let message): message.command?.name
        default: nil
        }
    }
}
