logits: Tensor, tokens: Tensor, answers: Tensor, zeros: Tensor -> Tensor
logp = torch.squeeze(torch.gather(torch.log_softmax(logits, -1), 1, tokens), 1)
return torch.index_add(zeros, 0, answers, logp)
