// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Tells an account's other sessions, and those people with whom it talks, what it is called now.
    mutating func tellNames(of id: Int64, except origin: CallOrigin?) {
        guard let account = accounts[id] else { return }
        let update = TL.Update.userName(
            .init(
                userID: id, firstName: account.firstName, lastName: account.lastName ?? "",
                usernames: account.username.map { [.init(editable: true, active: true, username: $0)] } ?? []))
        push(updates([update], naming: [id], for: id), to: id, except: origin)
        for peer in mailbox(of: id).dialogs.keys.sorted() where peer != id && accounts[peer]?.isBot == false {
            push(updates([update], naming: [id], for: peer), to: peer)
        }
    }
}
