// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes

/// What somebody is doing in a chat right now.
@nonexhaustive public enum ChatAction: Sendable {
    /// Writing a text.
    case typing
    /// Nothing any more.
    case cancel
    /// Recording a voice message.
    case recordingVoice
    /// Sending a voice message; so many percent are done.
    case uploadingVoice(progress: Int = 0)
    /// Recording a video.
    case recordingVideo
    /// Sending a video; so many percent are done.
    case uploadingVideo(progress: Int = 0)
    /// Recording a round video.
    case recordingRoundVideo
    /// Sending a round video; so many percent are done.
    case uploadingRoundVideo(progress: Int = 0)
    /// Sending a photo; so many percent are done.
    case uploadingPhoto(progress: Int = 0)
    /// Sending a file; so many percent are done.
    case uploadingDocument(progress: Int = 0)
    /// Choosing a sticker.
    case choosingSticker
    /// Choosing a contact.
    case choosingContact
    /// Choosing a place.
    case choosingLocation
    /// Playing a game.
    case playingGame
    /// Speaking in a group call.
    case speakingInGroupCall
    /// Importing messages of another program; so many percent are done.
    case importingHistory(progress: Int)
    /// Watching the animation of an emoji.
    case watchingEmoji(String)
    /// A text that grows while a bot writes it, see ``TelegramClient/withStreamingDraft(in:topic:canStop:isolation:_:)``.
    case writing(text: FormattedText, id: Int64)
    /// The account pressed the button that ends a text that grows.
    case stopWriting(id: Int64)
    /// Whatever the schema has.
    case raw(TL.SendMessageAction)

    var tl: TL.SendMessageAction {
        func percent(_ value: Int) -> Int32 { Int32(clamping: min(max(0, value), 100)) }
        return switch self {
        case .typing: .typing
        case .cancel: .cancel
        case .recordingVoice: .recordAudio
        case .uploadingVoice(let progress): .uploadAudio(.init(progress: percent(progress)))
        case .recordingVideo: .recordVideo
        case .uploadingVideo(let progress): .uploadVideo(.init(progress: percent(progress)))
        case .recordingRoundVideo: .recordRound
        case .uploadingRoundVideo(let progress): .uploadRound(.init(progress: percent(progress)))
        case .uploadingPhoto(let progress): .uploadPhoto(.init(progress: percent(progress)))
        case .uploadingDocument(let progress): .uploadDocument(.init(progress: percent(progress)))
        case .choosingSticker: .chooseSticker
        case .choosingContact: .chooseContact
        case .choosingLocation: .geoLocation
        case .playingGame: .gamePlay
        case .speakingInGroupCall: .speakingInGroupCallAction
        case .importingHistory(let progress): .historyImport(.init(progress: percent(progress)))
        case .watchingEmoji(let emoji): .emojiInteractionSeen(.init(emoticon: emoji))
        case .writing(let text, let id): .textDraft(.init(randomID: id, text: text.tl()))
        case .stopWriting(let id): .stopDraft(.init(randomID: id))
        case .raw(let action): action
        }
    }

    /// Takes an action as the schema has it.
    ///
    /// - Parameter raw: The action.
    public init(_ raw: TL.SendMessageAction) {
        self =
            switch raw {
            case .typing: .typing
            case .cancel: .cancel
            case .recordAudio: .recordingVoice
            case .uploadAudio(let action): .uploadingVoice(progress: Int(action.progress))
            case .recordVideo: .recordingVideo
            case .uploadVideo(let action): .uploadingVideo(progress: Int(action.progress))
            case .recordRound: .recordingRoundVideo
            case .uploadRound(let action): .uploadingRoundVideo(progress: Int(action.progress))
            case .uploadPhoto(let action): .uploadingPhoto(progress: Int(action.progress))
            case .uploadDocument(let action): .uploadingDocument(progress: Int(action.progress))
            case .chooseSticker: .choosingSticker
            case .chooseContact: .choosingContact
            case .geoLocation: .choosingLocation
            case .gamePlay: .playingGame
            case .speakingInGroupCallAction: .speakingInGroupCall
            case .historyImport(let action): .importingHistory(progress: Int(action.progress))
            case .emojiInteractionSeen(let action): .watchingEmoji(action.emoticon)
            case .textDraft(let action): .writing(text: FormattedText(action.text), id: action.randomID)
            case .stopDraft(let action): .stopWriting(id: action.randomID)
            default: .raw(raw)
            }
    }
}
