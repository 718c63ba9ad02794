// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTestSupport
import XCTest

final class InvokeTests: XCTestCase {
    func testAnyMethodCanBeCalled() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            let raw = try await client.invoke(TLRawFunction(bytes: try TL.help.GetConfig().encoded()))
            XCTAssertEqual(try TL.Config(decoding: raw.bytes).thisDC, 1)
            await client.disconnect()
        }
    }

    func testBytesThatAreNoCallAreRefusedHere() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            for bytes in [[], [1], [1, 2, 3, 4, 5]] as [[UInt8]] {
                do throws(InvocationError) {
                    _ = try await client.invoke(TLRawFunction(bytes: bytes))
                    XCTFail("\(bytes) was sent")
                } catch {
                    guard case .invalidRequest = error else { return XCTFail("\(error)") }
                }
            }
            await client.disconnect()
        }
    }

    func testErrorsOfTheServerCarryTheirContext() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            do throws(InvocationError) {
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                XCTFail("nobody is signed in")
            } catch {
                XCTAssertEqual(error.rpcError?.code, 401)
                XCTAssertEqual(error.rpcError?.method, "users.getUsers")
                XCTAssertEqual(error.rpcError?.dataCenter, 1)
            }
            await client.disconnect()
        }
    }

    func testMethodsThatTheServerHasNotFailAtOnceAndAreReported() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            do throws(InvocationError) {
                _ = try await client.invoke(TL.payments.GetStarsTopupOptions())
                XCTFail("the local server sells stars")
            } catch {
                XCTAssertNotNil(error.rpcError, "\(error)")
            }
            XCTAssertTrue("\(local.server.report())".contains("payments.getStarsTopupOptions"))
            await client.disconnect()
        }
    }

    func testTheAccountIsTakenToOtherDataCentresOnce() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let users = try await withThrowingTaskGroup(of: [TL.User].self) { group in
                for _ in 0..<20 {
                    group.addTask { try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 3) }
                }
                return try await group.reduce(into: []) { $0 += $1.compactMap(Self.id(of:)) }
            }
            XCTAssertEqual(users, Array(repeating: bot.id, count: 20))
            XCTAssertEqual(local.server.report().calls["auth.exportAuthorization"], 1)
            XCTAssertEqual(local.server.report().calls["auth.importAuthorization"], 1)
            await client.disconnect()
        }
    }

    private static func id(of user: TL.User) -> Int64? {
        if case .user(let user) = user { return user.id }
        return nil
    }

    func testUnknownDataCentresAreAnError() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            for id in [0, -1, 77, .max] {
                do throws(InvocationError) {
                    _ = try await client.invoke(TL.help.GetConfig(), onDC: id)
                    XCTFail("there is no data centre \(id)")
                } catch {
                    guard case .unknownDataCenter(id) = error else { return XCTFail("\(error)") }
                }
            }
            await client.disconnect()
        }
    }

    func testCallsAfterTheEndFail() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            await client.disconnect()
            await client.disconnect()
            do throws(InvocationError) {
                _ = try await client.invoke(TL.help.GetConfig())
                XCTFail("the client is disconnected")
            } catch {
                guard case .disconnected = error else { return XCTFail("\(error)") }
            }
        }
    }
}
