// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Lists of things to do.
    mutating func addChecklists() {
        on(TL.messages.AppendTodoList.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return try world.append(request.list, to: message, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.ToggleTodoCompleted.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return try world.complete(
                request.completed, not: request.incompleted, in: message, by: caller.id, origin: caller.origin)
        }
    }
}
