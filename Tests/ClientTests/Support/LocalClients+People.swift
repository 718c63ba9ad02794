// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer

extension LocalClients {
    /// A client that is signed in as a new person.
    func makePerson(_ username: String) async throws -> (TelegramClient, LocalPerson) {
        let person = try server.addPerson(username)
        return (try await signIn(person), person)
    }
}
