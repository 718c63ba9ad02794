// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What a client says in one message.
enum ClientMessage: Sendable {
    case acknowledgement([MessageID])
    case ping(Int64)
    case saltQuestion(Int)
    case stateQuestion([MessageID])
    case stateInfo
    case resendRequest([MessageID])
    case dropAnswer(MessageID)
    case destroySession(Int64)
    case destroyAuthKey
    case call(ArraySlice<UInt8>)
    case malformed

    /// Whether the message must have an odd number, an even one, or may have either.
    var mustBeContentRelated: Bool? {
        switch self {
        case .call: true
        case .acknowledgement: false
        case .ping, .saltQuestion, .stateQuestion, .stateInfo, .resendRequest, .dropAnswer, .destroySession,
            .destroyAuthKey, .malformed:
            nil
        }
    }

    init(_ body: ArraySlice<UInt8>) {
        guard let constructor = body.uint32(at: body.startIndex) else {
            self = .malformed
            return
        }
        let result = body.withUnsafeBytes { bytes in
            TLReader.read(buffer: bytes) { (reader) throws(TLError) in try Self.read(&reader, constructor, body) }
        }
        switch result {
        case .success(let message): self = message
        case .failure: self = .malformed
        }
    }

    private static func read(
        _ reader: inout TLReader, _ constructor: UInt32, _ body: ArraySlice<UInt8>
    ) throws(TLError) -> Self {
        switch constructor {
        case TL.MsgsAck.constructorID:
            return .acknowledgement(try TL.MsgsAck(from: &reader).msgIDs.map(MessageID.init(rawValue:)))
        case TL.MsgsStateReq.constructorID:
            return .stateQuestion(try TL.MsgsStateReq(from: &reader).msgIDs.map(MessageID.init(rawValue:)))
        case TL.MsgsStateInfo.constructorID:
            return .stateInfo
        case TL.MsgResendReq.MsgResendReq.constructorID, TL.MsgResendReq.MsgResendAnsReq.constructorID:
            switch try TL.MsgResendReq(from: &reader) {
            case .msgResendReq(let request): return .resendRequest(request.msgIDs.map(MessageID.init(rawValue:)))
            case .msgResendAnsReq(let request): return .resendRequest(request.msgIDs.map(MessageID.init(rawValue:)))
            }
        default:
            return try call(&reader, constructor) ?? .call(body)
        }
    }

    /// Reads a function of the service schema; functions have decoders in tests only.
    private static func call(_ reader: inout TLReader, _ constructor: UInt32) throws(TLError) -> Self? {
        switch constructor {
        case TL.Ping.constructorID, TL.PingDelayDisconnect.constructorID:
            _ = try reader.uint32()
            return .ping(try reader.int64())
        case TL.GetFutureSalts.constructorID:
            _ = try reader.uint32()
            return .saltQuestion(Int(try reader.int32()))
        case TL.RpcDropAnswer.constructorID:
            _ = try reader.uint32()
            return .dropAnswer(MessageID(rawValue: try reader.int64()))
        case TL.DestroySession.constructorID:
            _ = try reader.uint32()
            return .destroySession(try reader.int64())
        case TL.DestroyAuthKey.constructorID:
            return .destroyAuthKey
        default:
            return nil
        }
    }
}
