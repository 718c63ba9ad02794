// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import FerogramMTSender
import FerogramTLTypes
import Foundation

/// What errors are, how to tell them apart, and what they say; without any network.
@main
enum TypedErrorsMain {
    static func main() async {
        var checks = Checks()
        let flood = refused(420, "FLOOD_WAIT_31")
        checks.check("a flood wait says how long", flood.rpcError?.floodWait == .seconds(31))
        checks.check("a flood wait has a kind", flood.kind == .floodWait(.seconds(31)))
        checks.check("names are checked by the compiler", flood.is(.floodWait))
        checks.check(
            "a redirection names the data centre", refused(303, "USER_MIGRATE_4").kind == .migration(dataCenter: 4))
        checks.check("an ended session is about authorization", refused(401, "SESSION_REVOKED").kind == .authorization)
        checks.check("a broken upload is about files", refused(400, "FILE_PARTS_INVALID").kind == .transfer)
        checks.check("a lost connection is about the network", InvocationError.disconnected.kind == .network)
        checks.check("hints say what to do", refused(403, "CHAT_WRITE_FORBIDDEN").rpcError?.hint != nil)
        checks.check(
            "friendly texts name no methods",
            !refused(403, "CHAT_WRITE_FORBIDDEN").friendlyDescription.contains("messages."))
        checks.check("localized texts are the same", flood.localizedDescription == "\(flood)")
        await checks.check("missing values are found before connecting") {
            do throws(BuilderError) {
                _ = try await TelegramClient.builder().connect()
                return false
            } catch {
                if case .missingAPIID = error { return true }
                return false
            }
        }
        await checks.check("typed errors pass through functions") {
            func send() async throws(InvocationError) { throw flood }
            do throws(InvocationError) {
                try await send()
                return false
            } catch {
                return error.is(.floodWait)
            }
        }
        Example.say("results: \(checks.passed) passed, \(checks.failed) failed")
        exit(checks.failed == 0 ? 0 : 1)
    }

    private static func refused(_ code: Int, _ message: String) -> InvocationError {
        .rpc(RPCError(code: code, message: message, method: "messages.sendMessage", dataCenter: 2))
    }
}

/// Counts what holds.
private struct Checks {
    private(set) var passed = 0
    private(set) var failed = 0

    mutating func check(_ name: String, _ holds: Bool) {
        Example.say((holds ? "ok   " : "FAIL ") + name)
        if holds { passed += 1 } else { failed += 1 }
    }

    mutating func check(_ name: String, _ holds: () async -> Bool) async {
        check(name, await holds())
    }
}
