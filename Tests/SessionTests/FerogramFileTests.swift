// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

/// Writes the session files of ferogram for Rust, by their description.
struct FerogramFileWriter {
    var version: UInt8

    /// What every version can hold of it.
    static func sample() throws -> SessionData {
        var data = SessionData()
        data.homeDataCenter = 2
        data.dataCenters = [
            DataCenterEntry(
                id: 2, addresses: [DataCenterAddress(host: "149.154.167.51", port: 443)],
                authKey: try SessionSamples.key(5), isAuthorized: true),
            DataCenterEntry(id: 4, addresses: [DataCenterAddress(host: "149.154.167.91", port: 80)]),
        ]
        data.updates = UpdateState(pts: 7, qts: 8, date: 9, seq: 10)
        data.channels = [100: 5]
        data.peers[.user(1)] = StoredPeer(id: .user(1), accessHash: 11)
        data.peers[.channel(100)] = StoredPeer(id: .channel(100), accessHash: 12, traits: .megagroup)
        data.peers[.user(3)] = StoredPeer(
            id: .user(3), isMin: true, minContext: .init(chat: .channel(100), messageID: 77))
        data.futureAuthTokens = [[9, 9, 9]]
        return data
    }

    /// What a file of this version keeps of a session.
    func kept(of data: SessionData) -> SessionData {
        var data = data
        if version < 7 { data.futureAuthTokens = [] }
        if version < 6 { data.peers[.channel(100)]?.traits = [] }
        if version < 4 { data.peers[.user(3)] = nil }
        if version < 2 {
            data.updates = nil
            data.channels = [:]
            data.peers = [:]
        }
        return data
    }

    func bytes(_ data: SessionData) -> [UInt8] {
        var bytes: [UInt8] = version > 1 ? [version] : []
        bytes += little(Int32(data.homeDataCenter ?? 0)) + [UInt8(data.dataCenters.count)]
        for entry in data.dataCenters {
            bytes += little(Int32(entry.id))
            bytes += entry.authKey.map { [1] + $0.withUnsafeBytes { Array($0) } } ?? [0]
            let address = Array("\(entry.addresses[0].host):\(entry.addresses[0].port)".utf8)
            bytes += little(Int64(-1)) + little(Int32(3)) + [UInt8(address.count)] + address
            if version >= 3 { bytes += [UInt8(entry.addresses[0].options.rawValue)] }
        }
        guard version >= 2 else { return bytes }
        let state = data.updates ?? UpdateState(pts: 0, qts: 0, date: 0, seq: 0)
        for number in [state.pts, state.qts, state.date, state.seq] { bytes += little(number) }
        bytes += little(UInt16(data.channels.count))
        for (id, pts) in data.channels { bytes += little(id) + little(pts) }
        let peers = data.peers.values.filter { !$0.isMin }
        bytes += little(UInt16(peers.count))
        for peer in peers {
            bytes += little(peer.id.value) + little(peer.accessHash ?? 0)
            bytes += [peer.id.kind == .user ? 0 : 1]
            if version >= 6 { bytes += [peer.id.kind == .user ? 0xFF : 1] }
            if version >= 8 { bytes += [0] }
        }
        guard version >= 4 else { return bytes }
        let contexts = data.peers.values.filter(\.isMin)
        bytes += little(UInt16(contexts.count))
        for peer in contexts {
            guard let context = peer.minContext else { continue }
            bytes += little(peer.id.value) + little(context.chat.value) + little(context.messageID)
        }
        guard version >= 7 else { return bytes }
        let token = data.futureAuthTokens.first ?? []
        return bytes + [1] + little(UInt16(token.count)) + token
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}

final class FerogramFileTests: XCTestCase {
    func testAllVersionsAreRead() throws {
        let data = try FerogramFileWriter.sample()
        for version in 1...8 as ClosedRange<UInt8> {
            let writer = FerogramFileWriter(version: version)
            let bytes = writer.bytes(data)
            XCTAssertEqual(try SessionData(ferogramFile: bytes), writer.kept(of: data), "version \(version)")
            let session = try StringSession(base64URL(bytes))
            XCTAssertEqual(session.data, writer.kept(of: data), "version \(version)")
        }
    }

    /// The first version begins with the home data centre, whose number looks like that of a later version.
    func testTheFirstVersionIsNotTakenForALaterOne() throws {
        for home in 1...5 {
            for count in 0...2 {
                var data = try FerogramFileWriter.sample()
                data.homeDataCenter = home
                data.dataCenters = Array(data.dataCenters.prefix(count))
                for index in data.dataCenters.indices { data.dataCenters[index].isAuthorized = false }
                var read = try SessionData(ferogramFile: FerogramFileWriter(version: 1).bytes(data))
                for index in read.dataCenters.indices { read.dataCenters[index].isAuthorized = false }
                XCTAssertEqual(read, FerogramFileWriter(version: 1).kept(of: data), "home \(home), \(count) entries")
            }
        }
    }

    func testATruncatedOrLongerFileIsRefused() throws {
        let bytes = FerogramFileWriter(version: 8).bytes(try FerogramFileWriter.sample())
        for length in bytes.indices {
            XCTAssertThrowsError(try SessionData(ferogramFile: Array(bytes[..<length])), "\(length) bytes")
        }
        XCTAssertThrowsError(try SessionData(ferogramFile: bytes + [0]))
    }

    func testAnImportLeavesTheFileAlone() throws {
        let folder = try TemporaryFolder()
        let data = try FerogramFileWriter.sample()
        let bytes = FerogramFileWriter(version: 8).bytes(data)
        try folder.write(bytes, "old.session")
        XCTAssertEqual(try SessionData(ferogramFileAt: folder.file("old.session")), data)
        try folder.write(Array(bytes.dropLast()), "old.session")
        XCTAssertThrowsError(try SessionData(ferogramFileAt: folder.file("old.session")))
        XCTAssertEqual(try folder.read("old.session"), Array(bytes.dropLast()))
        XCTAssertEqual(try folder.names, ["old.session"])
    }
}
