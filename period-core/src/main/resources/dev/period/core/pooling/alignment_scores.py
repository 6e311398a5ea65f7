features: Tensor, text: Tensor, w: List[Tensor] -> Tensor
cosines = torch.matmul(torch.flatten(features, 1, 2), torch.unsqueeze(text, -1))
scores = torch.mul(torch.exp(torch.to(w[0], 6)), cosines)
return torch.reshape(scores, [torch.size(features, 0), torch.size(features, 1), torch.size(features, 2)])
