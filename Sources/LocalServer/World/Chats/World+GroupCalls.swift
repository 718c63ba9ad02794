// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

/// A group call that goes on or is announced.
struct StoredGroupCall: Sendable {
    let id: Int64
    let accessHash: Int64
    let creator: Int64
    /// When it was started or announced.
    let date: Int32
    let request: TL.phone.CreateGroupCall

    var input: TL.InputGroupCall { .inputGroupCall(.init(id: id, accessHash: accessHash)) }
}

// Group calls, as far as chats show them. See core.telegram.org/api/group-calls.
extension World {
    /// In how many seconds a call that is announced may begin.
    private static let announced: ClosedRange<Int64> = 10...8 * 86_400

    /// Starts a group call, or announces one.
    mutating func startGroupCall(
        _ request: TL.phone.CreateGroupCall, in number: Int64, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard number < 0 else { throw .bad(.peerIDInvalid) }
        try demand(.manageCalls, actor, in: number)
        if let call = chats[number].call {
            // Whoever repeats a request is told of the call that it made.
            guard call.creator == actor, call.request.randomID == request.randomID else {
                throw .bad(.createCallFailed)
            }
            return updates([update(call, in: number, for: actor)], naming: [number, actor], for: actor)
        }
        var action: TL.MessageAction?
        let call = StoredGroupCall(
            id: nextRandomID(), accessHash: nextRandomID(), creator: actor, date: date, request: request)
        if let date = request.scheduleDate {
            guard Self.announced.contains(Int64(date) - now) else { throw .bad(.scheduleDateInvalid) }
            action = .groupCallScheduled(.init(call: call.input, scheduleDate: date))
        }
        chats.placesOfCalls[call.id] = number
        return try change(
            number, by: actor, logging: .startGroupCall(.init(call: call.input)),
            telling: action ?? .groupCall(.init(call: call.input)),
            adding: { [$0.update(call, in: number, for: $1)] }, origin: origin
        ) { $0.call = call }
    }

    /// Ends a group call, or takes back one that is announced.
    mutating func endGroupCall(
        _ input: TL.InputGroupCall, by actor: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let (call, number) = try groupCall(input)
        guard may(.manageCalls, actor, in: number) else { throw RPCFailure(403, .groupcallForbidden) }
        // What was announced has never begun.
        let duration = call.request.scheduleDate == nil ? max(0, date - call.date) : 0
        let ended = TL.GroupCall.discarded(.init(id: call.id, accessHash: call.accessHash, duration: duration))
        return try change(
            number, by: actor, logging: .discardGroupCall(.init(call: input)),
            telling: .groupCall(.init(call: input, duration: duration)),
            adding: { _, _ in [.groupCall(.init(peer: Self.peer(number), call: ended))] }, origin: origin
        ) { $0.call = nil }
    }

    /// Finds the group call that a client names, and the chat in which it is.
    func groupCall(_ input: TL.InputGroupCall) throws(RPCFailure) -> (call: StoredGroupCall, number: Int64) {
        guard case .inputGroupCall(let named) = input, let number = chats.placesOfCalls[named.id] else {
            throw .bad(.groupcallInvalid)
        }
        guard let call = chats[number].call, call.id == named.id else { throw .bad(.groupcallAlreadyDiscarded) }
        guard call.accessHash == named.accessHash else { throw .bad(.groupcallInvalid) }
        return (call, number)
    }

    private func update(_ call: StoredGroupCall, in number: Int64, for viewer: Int64) -> TL.Update {
        let shown = TL.GroupCall.GroupCall(
            canChangeJoinMuted: may(.manageCalls, viewer, in: number), creator: call.creator == viewer, id: call.id,
            accessHash: call.accessHash, participantsCount: 0, title: call.request.title,
            scheduleDate: call.request.scheduleDate, unmutedVideoLimit: 30, version: 1)
        return .groupCall(.init(peer: Self.peer(number), call: .groupCall(shown)))
    }
}
