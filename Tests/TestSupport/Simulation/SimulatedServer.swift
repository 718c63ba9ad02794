// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// A server in a simulated run: its sessions, its salts, and what it ran.
struct SimulatedServer {
    let policy: ServerPolicy
    var salts: ServerSalts
    var sessions: [Int64: ServerSession] = [:]
    /// Whether the client's `initConnection` is known.
    var isInitialized = false
    /// How often each call ran.
    var runs: [UInt32: Int] = [:]
    /// Calls that are being worked on.
    struct Work {
        let session: Int64
        let request: MessageID
        let call: SimulatedCall
    }

    /// Takes a packet and says what work it brings.
    mutating func received(
        _ contents: PacketContents, unixTime: Int64, using generator: inout SeededGenerator
    ) throws(SessionError) -> [Work] {
        let id = contents.header.sessionID
        var session = sessions.removeValue(forKey: id) ?? ServerSession(id: id, policy: policy)
        let events: [ServerSessionEvent]
        do throws(SessionError) {
            events = try session.received(contents, unixTime: unixTime, salts: &salts, using: &generator)
        } catch {
            sessions[id] = session
            throw error
        }
        var work: [Work] = []
        for event in events {
            switch event {
            case .call(let request, let body):
                guard let call = admit(body) else {
                    session.answer(request, with: Self.error(400, "CONNECTION_NOT_INITED"))
                    continue
                }
                runs[call.number, default: 0] += 1
                work.append(Work(session: id, request: request, call: call))
            case .destroySession(let other):
                // Only the highest id stays, or a packet that the network repeats would run its calls again.
                session.answerDestroySession(other, existed: sessions[other] != nil)
                sessions[other]?.forgetEverything()
            case .destroyAuthKey:
                session.answerDestroyAuthKey(false)
            case .dropped, .acknowledged:
                continue
            }
        }
        sessions[id] = session
        return work
    }

    /// Takes a call out of its wrapping, or refuses one of a client that did not introduce itself.
    private mutating func admit(_ body: ArraySlice<UInt8>) -> SimulatedCall? {
        let prefix = SimulatedCall.initialization
        if body.starts(with: prefix) {
            isInitialized = true
            return SimulatedCall(body.dropFirst(prefix.count))
        }
        return isInitialized ? SimulatedCall(body) : nil
    }

    private static func error(_ code: Int32, _ message: String) -> [UInt8] {
        (try? TL.RpcError(errorCode: code, errorMessage: message).encoded()) ?? []
    }

    mutating func finish(_ work: Work) {
        let answer = work.call.isAnswerPacked ? PackedObject.pack(work.call.answer) : work.call.answer
        sessions[work.session]?.answer(work.request, with: answer)
    }
}
