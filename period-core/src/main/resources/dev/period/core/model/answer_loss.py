logits: Tensor, candidates: Tensor, probabilities: Tensor, scale: Tensor -> Tensor
logp = torch.gather(torch.log_softmax(logits, -1), 1, candidates)
return torch.neg(torch.mul(torch.sum(torch.mul(logp, probabilities)), scale))
