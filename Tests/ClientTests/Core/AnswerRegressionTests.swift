// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Mistakes in giving answers to those who asked.
final class AnswerRegressionTests: XCTestCase {
    func testEachAnswerOfAContainerGoesToTheCallThatAskedForIt() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            local.server.handle(TL.upload.GetFile.self) { call in
                // Answers overtake one another.
                for _ in 0..<Int(call.request.offset % 7) { await Task.yield() }
                let bytes = withUnsafeBytes(of: call.request.offset.littleEndian) { Array($0) }
                return .file(.init(type: .unknown, mtime: 0, bytes: bytes))
            }
            for kind: LocalFault.Kind in [.duplicateAnswer, .delayAnswer(.milliseconds(200)), .closeAfterRunning] {
                local.server.inject(LocalFault(kind, methods: ["upload.getFile"], occurrence: .probability(0.05)))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for offset in 0..<600 as Range<Int64> {
                    group.addTask {
                        let file = try await client.invoke(
                            TL.upload.GetFile(location: .takeout, offset: offset, limit: 8))
                        guard case .file(let file) = file else { return XCTFail("\(file)") }
                        let value = file.bytes.reversed().reduce(0) { $0 << 8 | Int64($1) }
                        XCTAssertEqual(value, offset)
                    }
                }
                try await group.waitForAll()
            }
            await client.disconnect()
        }
    }

    func testAnAnswerThatIsPackedInsideOfItsResultIsUnpacked() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            // Long enough that the server packs it.
            let name = String(repeating: "a", count: 20_000)
            local.server.handle(TL.users.GetUsers.self) { _ in [.user(.init(id: 1, firstName: name))] }
            let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            guard case .user(let user) = users.first else { return XCTFail("\(users.count)") }
            XCTAssertEqual(user.firstName, name)
            await client.disconnect()
        }
    }

    func testAnErrorInsideOfAResultIsAnErrorNotAnAnswerThatCannotBeRead() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.handle(TL.users.GetUsers.self) { _ in throw RPCFailure(400, .userIDInvalid) }
            do throws(InvocationError) {
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                XCTFail("the server answered with an error")
            } catch {
                guard case .rpc(let answer) = error else { return XCTFail("\(error)") }
                XCTAssertEqual(answer.name, .userIDInvalid)
                XCTAssertEqual(answer.code, 400)
            }
            await client.disconnect()
        }
    }
}
