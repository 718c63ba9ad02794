// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport

extension LocalClients {
    /// A client that is signed in as a person.
    func makeClient(
        of person: LocalPerson, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> TelegramClient {
        let client = try await change(builder).connect()
        guard case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) else {
            throw LocalServerError.noAnswer
        }
        _ = try await client.signIn(with: token, code: person.loginCode)
        return client
    }

    /// A client that is signed in as a new person.
    func makePerson(_ username: String) async throws -> (TelegramClient, LocalPerson) {
        let person = try server.addPerson(username)
        return (try await makeClient(of: person), person)
    }
}
