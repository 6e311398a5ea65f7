x: Tensor -> Tensor
rows = torch.reshape(torch.detach(x), [-1, torch.size(x, -1)])
return torch.sum(torch.to(rows, 6), [0], True)
