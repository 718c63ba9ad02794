// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer
@testable import FerogramMTSender

/// Calls that must not go out, and connections that must not wait any longer.
final class RefusalTests: XCTestCase {
    func testACallThatIsTooLargeForAPacketIsRefused() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let bytes = [UInt8](repeating: 7, count: (16 << 20) - 100)
            let result = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.upload.SaveFilePart(fileID: 1, filePart: 0, bytes: bytes))
            }
            XCTAssertTrue(result.hasPrefix("upload.saveFilePart: the arguments cannot be sent"), result)
            for isCompressible in [false, true] {
                let call = OutgoingCall(
                    body: [UInt8](repeating: 7, count: 20 << 20), repetition: .harmless,
                    isCompressible: isCompressible)
                do throws(InvocationError) {
                    _ = try await client.core.pool.invoke(method: 7) { call }
                    XCTFail("a frame has less room")
                } catch {
                    guard case .invalidRequest(_, let error) = error else { return XCTFail("\(error)") }
                    XCTAssertEqual(error.code, .tooLong)
                }
            }
            XCTAssertNil(local.server.report().calls["upload.saveFilePart"])
            let later = await outcome { () throws(InvocationError) in
                try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            }
            XCTAssertEqual(later, "answered")
            await client.disconnect()
        }
    }

    func testACallThatIsLateBeforeItGoesOutIsNotMade() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            let request = TL.users.GetUsers(id: [.userSelf])
            let method = try Request.method(of: request)
            let sender = try client.core.pool.sender(for: 1)
            let before = local.server.report().calls["users.getUsers"] ?? 0
            for _ in 0..<20 {
                let result = await outcome { () throws(InvocationError) in
                    try await sender.invoke(method: method, deadline: sender.time.now(), after: []) {
                        () throws(InvocationError) in try Request.write(request, method)
                    }
                }
                XCTAssertEqual(result, "too late")
            }
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            XCTAssertEqual(local.server.report().calls["users.getUsers"], before + 1)
            await client.disconnect()
        }
    }

    // MARK: Keys from elsewhere

    private static func sender(
        of local: LocalClients, keySource: @escaping @Sendable (Int64?) async throws -> KeyMaterial
    ) -> Sender {
        let dataCenter = ProxyDataCenter(id: 2, isTest: false)
        var configuration = SenderConfiguration(
            dataCenter: dataCenter, endpoint: Endpoint(host: "127.0.0.1", port: 1),
            transport: .plain(.abridged), dialer: local.network)
        configuration.keySource = keySource
        return Sender(configuration) { _ in }
    }

    func testThatNobodyWillHaveAKeyIsFinal() async throws {
        try await within {
            let local = try await LocalClients()
            let attempts = Counter()
            let sender = Self.sender(of: local) { _ in
                attempts.increment()
                throw InvocationError.unknownDataCenter(2)
            }
            await sender.run()
            XCTAssertEqual(attempts.count, 1)
            guard case .unknownDataCenter(2) = sender.failure else { return XCTFail("\(sender.failure as Any)") }
        }
    }

    func testWhoIsClosedWaitsForNoKey() async throws {
        try await within {
            let local = try await LocalClients()
            let (began, cancelled) = (Counter(), Counter())
            let sender = Self.sender(of: local) { _ in
                began.increment()
                do {
                    try await Task.sleep(for: .seconds(3600))
                } catch {
                    cancelled.increment()
                    throw error
                }
                throw InvocationError.disconnected
            }
            async let run: Void = sender.run()
            while began.count == 0 { await Task.yield() }
            sender.close()
            await run
            XCTAssertEqual(cancelled.count, 1)
        }
    }
}
